data "aws_caller_identity" "current" {}

locals {
  prefix = "orders"
}

resource "random_password" "psk" {
  length  = 25
  special = false
}

resource "aws_s3_bucket" "store" {
  bucket = "${local.prefix}-store"
}

# What the application may do with its bucket.
data "aws_iam_policy_document" "store" {
  statement {
    sid       = "Find"
    actions   = ["s3:ListAllMyBuckets", "s3:GetBucketLocation"]
    resources = ["arn:aws:s3:::*"]
  }

  statement {
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.store.arn]
  }

  statement {
    actions = [
      "s3:*",
    ]
    resources = [
      "arn:aws:s3:::${aws_s3_bucket.store.bucket}/",
      "arn:aws:s3:::${aws_s3_bucket.store.bucket}/*",
    ]
  }
}

resource "aws_iam_policy" "store" {
  name   = "${local.prefix}-store"
  policy = data.aws_iam_policy_document.store.json
}

data "aws_iam_instance_profile" "agent" {
  name = "agents"
}

data "aws_iam_policy_document" "agent" {
  statement {
    actions   = ["sts:AssumeRole"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "agent" {
  name   = "${local.prefix}-agent"
  policy = data.aws_iam_policy_document.agent.json
}

resource "aws_iam_role_policy_attachment" "agent" {
  role       = data.aws_iam_instance_profile.agent.role_name
  policy_arn = aws_iam_policy.agent.arn
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [data.aws_iam_instance_profile.agent.role_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [random_password.psk.result]
    }
  }
}

resource "aws_iam_role" "app" {
  name               = "${local.prefix}-app"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_policy_attachment" "app" {
  name       = "${local.prefix}-app"
  roles      = [aws_iam_role.app.name]
  policy_arn = aws_iam_policy.store.arn
}
