<script>
setx AWS_ACCESS_KEY_ID @KEY@ /M
setx AWS_SECRET_ACCESS_KEY @SECRET@ /M
</script>
