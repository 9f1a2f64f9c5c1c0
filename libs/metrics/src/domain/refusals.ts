import { Refusal } from '#libs/event-log';

/** The key is taken: by the service’s own metrics, or by another one. */
export class MetricKeyTaken extends Refusal<{ key: string }> {
  constructor(key: string) {
    super('METRIC_KEY_TAKEN', 'STATE', `There is a metric ${key} already.`, { key }, { path: ['input', 'key'] });
  }
}

/** What is computed from events is defined by the service and neither imported nor retired. */
export class MetricIsComputed extends Refusal<{ key: string }> {
  constructor(key: string) {
    super('METRIC_IS_COMPUTED', 'STATE', `${key} is computed from events: its definition is the service’s.`, { key });
  }
}

export class MetricIsRetired extends Refusal<{ key: string }> {
  constructor(key: string) {
    super('METRIC_RETIRED', 'STATE', `The metric ${key} is retired: its history stays, nothing is added to it.`, {
      key,
    });
  }
}

/** Nothing to freeze: the window gives no value. */
export class NothingMeasured extends Refusal<{ key: string; n: number }> {
  constructor(key: string, n: number) {
    super('NOTHING_MEASURED', 'PRECONDITION', `The metric ${key} has no value in this window.`, { key, n });
  }
}

/** A change in percent needs something to be a change of. */
export class BaselineMissing extends Refusal<{ key: string; definitionVersion: number }> {
  constructor(key: string, definitionVersion: number) {
    const message = `Version ${definitionVersion} of ${key} has no baseline other than 0 a change could be counted from.`;
    super('BASELINE_MISSING', 'PRECONDITION', message, { key, definitionVersion });
  }
}

export class DefinitionUnchanged extends Refusal<{ key: string; definitionVersion: number }> {
  constructor(key: string, definitionVersion: number) {
    const message = `Version ${definitionVersion} of ${key} says the same.`;
    super('DEFINITION_UNCHANGED', 'STATE', message, { key, definitionVersion });
  }
}
