import { createServer } from 'node:http';

// The limit of any JSON service on node:http: parse the request, write a JSON
// answer. A request to `/echo` is answered with itself, one to `/answer` with
// the document that was put there before.
let answer: unknown = {};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (request.method === 'PUT') answer = body;
    const text = JSON.stringify(request.url === '/echo' ? body : answer);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ port })}\n`);
});
