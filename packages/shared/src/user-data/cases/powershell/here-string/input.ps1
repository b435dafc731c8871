<powershell>
@'
$env:AWS_ACCESS_KEY_ID = '@KEY@'
$env:AWS_SECRET_ACCESS_KEY = '@SECRET@'
'@ | Set-Content C:\app\env.ps1
</powershell>
