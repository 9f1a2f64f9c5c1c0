import type { LocalDate, Side } from '#libs/vocabulary';
import { Refusal } from '#libs/event-log';
import type { ChecklistItemId } from './policy-records.js';
import type { RequestStatus } from './state.js';
import type { TouchKind } from './values.js';

type Path = readonly string[];

/** P8: a percentage of nothing is nothing. */
export class BaselineZero extends Refusal {
  constructor(path: Path) {
    const message = 'A relative target needs a baseline other than 0; name an absolute target instead.';
    super('BASELINE_ZERO', 'VALIDATION', message, {}, { path });
  }
}

/** Outcomes, bugs and verdicts come after the launch. */
export class NotLaunched extends Refusal<{ state: RequestStatus }> {
  constructor(state: RequestStatus) {
    super('NOT_LAUNCHED', 'STATE', 'This comes after the launch, and the request is not live.', { state });
  }
}

export class BugClosed extends Refusal<{ bugId: string }> {
  constructor(bugId: string) {
    super('BUG_CLOSED', 'STATE', 'This bug is resolved already; report a new one.', { bugId });
  }
}

export class DebtIsPaid extends Refusal<{ debtId: string }> {
  constructor(debtId: string) {
    super('DEBT_PAID', 'STATE', 'This debt is paid back already.', { debtId });
  }
}

/** P26: nothing is tried out on what must not go wrong. */
export class ExperimentNotAllowed extends Refusal<{ touches: readonly TouchKind[] }> {
  constructor(touches: readonly TouchKind[]) {
    const message = `What touches ${touches.join(', ')} is no experiment; end the experiment or leave the touch out.`;
    super('EXPERIMENT_NOT_ALLOWED', 'PRECONDITION', message, { touches });
  }
}

export class ExperimentNotProposed extends Refusal {
  constructor() {
    const message = 'Nobody has proposed an experiment that waits for a yes; propose one (proposeExperiment).';
    super('EXPERIMENT_NOT_PROPOSED', 'STATE', message);
  }
}

export class ExperimentRunning extends Refusal<{ endsOn: LocalDate }> {
  constructor(endsOn: LocalDate) {
    super('EXPERIMENT_RUNNING', 'STATE', `An experiment runs until ${endsOn}; end it first.`, { endsOn });
  }
}

export class ExperimentNotRunning extends Refusal {
  constructor() {
    super('EXPERIMENT_NOT_RUNNING', 'STATE', 'No experiment runs, so there is none to end.');
  }
}

/** P17: nobody said for this side what success is. */
export class SuccessViewMissing extends Refusal<{ side: Side }> {
  constructor(side: Side) {
    const message = 'This side did not say before the launch what success is, so there is nothing to judge by.';
    super('SUCCESS_VIEW_MISSING', 'PRECONDITION', message, { side });
  }
}

/** P19: questions of the build-quality checklist are open. */
export class ChecklistIncomplete extends Refusal<{ items: readonly ChecklistItemId[] }> {
  constructor(items: readonly ChecklistItemId[]) {
    const message = `Answer these items of the checklist first (answerChecklist): ${items.join(', ')}.`;
    super('CHECKLIST_INCOMPLETE', 'PRECONDITION', message, { items });
  }
}
