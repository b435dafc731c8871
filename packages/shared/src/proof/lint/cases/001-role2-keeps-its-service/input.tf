resource "aws_iam_role" "caller" {
  name = "caller"

  assume_role_policy = <<EOT
{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }]
}
EOT
}

resource "aws_iam_instance_profile" "caller" {
  name = "caller"
  role = aws_iam_role.caller.name
}

resource "aws_instance" "app" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.caller.name
}

resource "aws_iam_role" "target" {
  name = "target"

  assume_role_policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": "sts:AssumeRole",
          "Principal": {
            "Service": "ec2.amazonaws.com",
            "AWS": "${aws_iam_role.caller.arn}"
          }
        }
      ]
    }
  EOT
}

resource "aws_iam_instance_profile" "target" {
  name = "target"
  role = aws_iam_role.target.name
}

resource "aws_iam_role_policy" "caller" {
  name = "assume-target"
  role = aws_iam_role.caller.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Resource = aws_iam_role.target.arn },
    ]
  })
}
