import { once } from 'node:events';

let gone = false;
let listening = false;

/** Whoever reads may leave at any time (`| head`): that is no failure. */
function listen(): void {
  if (listening) return;
  listening = true;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    gone = true;
    process.stdout.emit('drain');
  });
}

/** Writes to standard output and waits while its reader is behind. @returns false when nobody reads any more */
export async function writeOut(text: string): Promise<boolean> {
  listen();
  if (!gone && text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
  return !gone;
}
