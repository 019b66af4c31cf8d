import { createServer } from 'node:http';
import { connectFlags, greetingFor } from './flags.ts';

await connectFlags();

createServer(async (request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const visitor = searchParams.get('visitor') ?? 'somebody';
  response.end(`${await greetingFor(visitor)}, ${visitor}!\n`);
}).listen(Number(process.env.PORT ?? 3000));
