import { unlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mjs';

/** How long a supervisor whose application has just been killed may take to say that it is stopping. */
const GRACE_MS = 1_000;

/**
 * Becomes the only supervisor of a data folder. The lock is a listening socket: the system gives it to one process alone
 * and takes it back when that process ends, however it ends. A supervisor that is stopping is waited for; one that
 * serves a living application is a Failure (`IN_USE`).
 * @returns {Promise<{ announceStopping(): void }>} the lock, held until this process ends
 */
export async function takeFolderLock({ lockAddress, folder }, applicationPid) {
  for (;;) {
    const lock = await listen(lockAddress, applicationPid);
    if (lock) return lock;
    const holder = await askHolder(lockAddress);
    if (holder.state === 'serving') {
      throw new Failure(
        'IN_USE',
        `The data folder ${folder} is in use by another running instance (process ${holder.pid}).`,
      );
    }
    if (holder.state === 'dead') removeSocketFile(lockAddress);
    await sleep(20);
  }
}

function listen(address, applicationPid) {
  const visitors = new Set();
  let state = 'serving';
  const greeting = () => `${JSON.stringify({ state, pid: applicationPid })}\n`;
  const server = createServer((visitor) => {
    visitors.add(visitor);
    visitor.on('error', () => visitor.destroy()).on('close', () => visitors.delete(visitor));
    visitor.write(greeting());
  });
  server.maxConnections = 50;
  const announceStopping = () => {
    state = 'stopping';
    for (const visitor of visitors) visitor.write(greeting());
  };
  return new Promise((resolve, reject) => {
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(address, () => resolve({ announceStopping }));
  });
}

/** Listens to the holder until it is gone, or until it is plain that it goes on serving. */
function askHolder(address) {
  return new Promise((resolve) => {
    const socket = connect(address);
    let last = { state: 'serving', pid: 'unknown' };
    const settle = (answer) => {
      clearTimeout(grace);
      socket.destroy();
      resolve(answer);
    };
    const grace = setTimeout(() => settle(last), GRACE_MS);
    let text = '';
    socket.on('data', (chunk) => {
      const lines = (text += chunk).split('\n');
      text = lines.pop();
      for (const line of lines) last = JSON.parse(line);
      if (last.state === 'stopping') clearTimeout(grace);
    });
    socket.on('error', (error) => settle({ state: error.code === 'ECONNREFUSED' ? 'dead' : 'gone' }));
    socket.on('close', () => settle({ state: 'gone' }));
  });
}

/** Only where the lock is a file (no abstract sockets, no pipes) does a dead holder leave something behind. */
function removeSocketFile(address) {
  if (address.startsWith('\0') || address.startsWith('\\\\')) return;
  try {
    unlinkSync(address);
  } catch {
    // Somebody else removed it first.
  }
}
