/** `npm start`: the whole service with nothing but Node on the machine. */
import { run } from './run.mjs';

await run('api');
