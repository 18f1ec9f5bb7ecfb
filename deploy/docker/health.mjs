// The health check of every image: exit code 0 when the service says on /ready that it can serve.
const response = await fetch(`http://127.0.0.1:${process.env.PORT}/ready`, {
  signal: AbortSignal.timeout(2_500),
});
process.exit(response.ok ? 0 : 1);
