import type { Direction, Measured } from './measured.js';
import type { MetricState } from './metric.js';
import type { MetricRegister } from './register.js';
import type { Window } from './window.js';

export interface DefineMetricInput {
  readonly key: string;
  readonly name: string;
  readonly text: string;
  readonly unit: string;
  readonly direction: Direction;
  readonly minSample: number;
}

/** A value somebody brings along. */
export interface ImportedValue {
  readonly value: number;
  readonly n: number;
}

export interface BaselineInput {
  readonly key: string;
  readonly window: Window;
  /** Null: the service measures it, `measured` by the definition in force. */
  readonly imported: ImportedValue | null;
}

export interface TargetInput {
  readonly key: string;
  readonly value: number | null;
  readonly changePercent: number | null;
  readonly by: string;
}

export interface ObservationInput {
  readonly key: string;
  readonly source: string;
  readonly window: Window;
  readonly imported: ImportedValue;
}

/** The streams a new metric stands in. */
export interface DefiningStates {
  readonly metric: MetricState;
  readonly register: MetricRegister;
}

/** What the service found, and by which version of the definition. */
export interface Found extends Pick<Measured, 'value' | 'n'> {
  readonly version: number;
}
