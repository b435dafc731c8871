<powershell>
[Environment]::SetEnvironmentVariable('AWS_ACCESS_KEY_ID', '@KEY@', 'Machine')
[Environment]::SetEnvironmentVariable('AWS_SECRET_ACCESS_KEY', '@SECRET@', 'Machine')
</powershell>
