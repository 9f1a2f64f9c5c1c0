import type { INestApplicationContext } from '@nestjs/common';
import { Drain } from './drain.js';

/** Drains first, so that requests in flight still find their pools and loaders, then closes the application. */
export const closeGracefully = async (app: INestApplicationContext): Promise<void> => {
  await app.get(Drain, { strict: false }).drain();
  await app.close();
};
