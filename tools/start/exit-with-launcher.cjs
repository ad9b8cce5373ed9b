// Loaded into every service by `npm start`: a launcher that was killed cannot stop its services any more, but
// its end closes this channel.
if (process.channel) {
  process.channel.unref();
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), 12_000).unref();
  });
}
