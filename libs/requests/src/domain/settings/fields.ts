import type { RequestType } from '../values.js';

export const fieldKinds = ['TEXT', 'NUMBER', 'BOOLEAN', 'DATE', 'URL', 'CHOICE', 'CHOICES'] as const;
export type FieldKind = (typeof fieldKinds)[number];

/** Until when a value is owed: TRIAGE includes what is owed at SUBMIT. */
export const fieldDues = ['NONE', 'SUBMIT', 'TRIAGE'] as const;
export type FieldDue = (typeof fieldDues)[number];

/** An option of a choice, numbered `O1`, `O2` … inside of its field. It is never removed: values may name it. */
export interface FieldOption {
  readonly id: string;
  readonly label: string;
  readonly archived: boolean;
}

/** What values of a field look like. */
export type FieldFormat =
  | { readonly kind: 'TEXT'; readonly maxLength: number }
  | {
      readonly kind: 'NUMBER';
      /** Null: no bound. */
      readonly min: number | null;
      readonly max: number | null;
      readonly integer: boolean;
    }
  | { readonly kind: 'BOOLEAN' | 'DATE' | 'URL' }
  | { readonly kind: 'CHOICE' | 'CHOICES'; readonly options: readonly FieldOption[] };

export interface FieldDefinition {
  readonly name: string;
  readonly description: string | null;
  readonly format: FieldFormat;
  /** The types of requests that have it; empty: all of them. */
  readonly requestTypes: readonly RequestType[];
  readonly requiredAt: FieldDue;
}

export interface CustomField extends FieldDefinition {
  readonly id: string;
  readonly archived: boolean;
}

export const belongsTo = ({ requestTypes }: FieldDefinition, type: RequestType): boolean =>
  requestTypes.length === 0 || requestTypes.includes(type);

export const optionsOf = (format: FieldFormat): readonly FieldOption[] => ('options' in format ? format.options : []);
