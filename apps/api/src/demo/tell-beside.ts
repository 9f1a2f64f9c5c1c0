import type { DemoAccess } from '#libs/people';
import type { Log } from '#libs/platform';
import type { GraphQLSchema } from 'graphql';
import type { Service } from '../service/service.js';
import { tellDemoHours } from './demo-hours.js';
import { tellDemoReaders } from './demo-readers.js';
import { tellDemoRisk } from './demo-risk.js';
import { tellDemoRoadmap } from './demo-roadmap.js';
import { InnerVoice } from './inner-voice.js';
import { tellDemoQuarter } from './tell-demo-quarter.js';

export interface Beside {
  readonly service: Service;
  readonly schema: GraphQLSchema;
  readonly log: Log;
  readonly demo: readonly DemoAccess[];
  /** The same people in the workspace of the demo quarter. */
  readonly quarter: readonly DemoAccess[];
}

/** Of the demo workspace, in the order in which they are told. */
const CHAPTERS = [tellDemoHours, tellDemoRisk, tellDemoRoadmap, tellDemoReaders] as const;

const GOES_ON = 'the demo was cut short; the next start goes on with it';

/**
 * Tells what of the demo takes a while the first time: hours, risk, roadmap and a reader of the live workspace, then the demo quarter. Nobody waits
 * for it, and what people did meanwhile may keep one chapter from being told, not the others. Gives back how to stop it, which resolves when
 * the step in hand is done; the next start goes on.
 */
export function tellBeside({ service, schema, log, demo, quarter }: Beside): () => Promise<void> {
  const stopped = new AbortController();
  const voice = (people: readonly DemoAccess[]) => new InnerVoice(service, schema, people, stopped.signal);
  const chapter = async (tell: () => Promise<unknown>): Promise<void> => {
    if (stopped.signal.aborted) return;
    await tell().catch((error: unknown) => {
      if (stopped.signal.aborted) log.info(GOES_ON);
      else log.warn({ err: error }, GOES_ON);
    });
  };
  const tell = async (): Promise<void> => {
    for (const tellOne of demo.length > 0 ? CHAPTERS : []) await chapter(() => tellOne(service.pool, voice(demo)));
    if (quarter.length > 0)
      await chapter(async () => {
        if (await tellDemoQuarter(service.pool, voice(quarter), quarter)) log.info('the demo quarter is told');
      });
  };
  const ended = tell();
  return () => {
    stopped.abort();
    return ended;
  };
}
