/**
 * A program: starts the AWS provider, and stands between it and each Terraform that is attached to it. Nothing is
 * changed on the way but one answer: of the schemas of all types Terraform gets those that the stacks use. To decode
 * them all takes it most of the time of a short plan, and almost all the time of showing one.
 *
 * Argument: the provider's path. Prints what Terraform needs to attach itself.
 */
import { spawn } from 'node:child_process';
import { connect, constants, createServer, type ClientHttp2Stream, type ServerHttp2Stream } from 'node:http2';
import { connect as connectSocket, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { typesOfTheStacks, withTypes } from './small-schema';

const schemaMethod = '/tfplugin5.Provider/GetSchema';
/** A byte that says whether the message is compressed, and four with its length. */
const messageHeaderBytes = 5;
const [program = ''] = process.argv.slice(2);

async function main(): Promise<void> {
  const provider = spawn(program, ['-debug'], { stdio: ['ignore', 'pipe', 'ignore'] });
  provider.once('exit', () => process.exit(1));
  for await (const line of createInterface({ input: provider.stdout })) {
    const [address, socket] = /\{"Network":"unix","String":"(.+?)"\}/.exec(line) ?? [];
    if (address && socket) {
      console.log(line.replace(address, JSON.stringify({ Network: 'tcp', String: await listen(socket) })));
    }
  }
}

/**
 * Passes on each call but those for the schema.
 *
 * @param socket the provider's
 * @returns the address for Terraform
 */
async function listen(socket: string): Promise<string> {
  const provider = connect('http://provider', { createConnection: () => connectSocket(socket) });
  let schema: Promise<Buffer> | undefined;
  const server = createServer().on('stream', (call, headers) => {
    call.on('error', () => {});
    if (headers[':path'] === schemaMethod) {
      schema ??= smallSchema(provider.request(headers));
      void schema.then((message) => answer(call, message));
    } else {
      passOn(call, provider.request(headers, { endStream: false }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Asks the provider for the schema of all types. @returns the message with those of the stacks */
async function smallSchema(call: ClientHttp2Stream): Promise<Buffer> {
  call.end(Buffer.alloc(messageHeaderBytes));
  const whole = Buffer.concat(await call.toArray());
  const small = withTypes(whole.subarray(messageHeaderBytes), typesOfTheStacks());
  const header = Buffer.alloc(messageHeaderBytes);
  header.writeUInt32BE(small.length, 1);
  return Buffer.concat([header, small]);
}

function answer(call: ServerHttp2Stream, message: Buffer): void {
  call.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  call.once('wantTrailers', () => call.sendTrailers({ 'grpc-status': '0' }));
  call.end(message);
}

function passOn(from: ServerHttp2Stream, to: ClientHttp2Stream): void {
  from.pipe(to);
  from.once('aborted', () => to.close());
  to.once('error', () => from.close());
  to.once('response', (headers, flags) => {
    // An error has no message, and its trailers are its only headers.
    const endStream = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    let trailers = {};
    to.once('trailers', (last) => (trailers = last));
    from.respond(headers, { endStream, waitForTrailers: !endStream });
    from.once('wantTrailers', () => from.sendTrailers(trailers));
    to.pipe(from);
  });
}

void main();
