variable "buckets" { type = list(string) }

data "aws_iam_policy_document" "all" {
  source_policy_documents = [data.aws_iam_policy_document.more.json]

  statement {
    actions   = ["s3:GetObject"]
    resources = [for bucket in var.buckets : "arn:aws:s3:::${bucket}/*"]
  }

  dynamic "statement" {
    for_each = var.buckets
    content {
      actions   = ["*"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role_policy" "given" {
  role   = "r"
  policy = var.given ? file("a.json") : file("b.json")
}

/* A policy's own variable is not Terraform's. */
resource "aws_iam_user_policy" "home" {
  user   = "u"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::home/$${aws:username}/*" }] })
}
