import { Refusal } from '#libs/event-log';
import type { RequestObject } from '../types/request.type.js';

/** A field that nobody keeps the past of was asked of a request of the past: the present in its place would be a wrong answer. */
export class PresentOnly extends Refusal<{ field: string }> {
  constructor(field: string) {
    super(
      'PRESENT_ONLY',
      'PRECONDITION',
      `\`${field}\` is told of requests as they stand: leave it out, or ask without \`asOf\`.`,
      { field },
    );
  }
}

/** To be called first by every resolver of a request's field that knows the present alone. @throws PresentOnly */
export function presentOnly({ asOfPosition }: Pick<RequestObject, 'asOfPosition'>, field: string): void {
  if (asOfPosition !== null) throw new PresentOnly(field);
}
