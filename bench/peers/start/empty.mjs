// What Node itself needs to start.
process.stdout.write('.')
