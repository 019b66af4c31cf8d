// Loaded before a process of the system: when the supervisor goes away without
// a word (SIGKILL, a closed terminal), its end of the channel closes, and the
// process stops instead of holding its port for ever.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
