<powershell>
Restart-Service -Name App
</powershell>
<persist>true</persist>
