<powershell>
if ($stage -eq 'prod') {
  $env:AWS_ACCESS_KEY_ID = '@KEY@'
  $env:AWS_SECRET_ACCESS_KEY = '@SECRET@'
}
</powershell>
