<powershell>
Install-WindowsFeature Web-Server
</powershell>
