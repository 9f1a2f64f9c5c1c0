import { Refusal } from '#libs/event-log';
import type { CaptureKind } from './chat-capture.js';

/** The message was captured before, as something else; `objectId` is what it became (plain id). */
export class CapturedAlready extends Refusal<{ kind: CaptureKind; objectId: string }> {
  constructor(kind: CaptureKind, objectId: string) {
    const message = 'This message was captured already, as something else.';
    super('CAPTURED_ALREADY', 'CONFLICT', message, { kind, objectId }, { path: ['input', 'as'] });
  }
}
