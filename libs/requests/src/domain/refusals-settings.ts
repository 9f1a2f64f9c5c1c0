import { Refusal } from '#libs/event-log';

type Path = readonly string[];

/** Another one that is in use has this name; capitals make no difference. */
export class NameTaken extends Refusal<{ name: string }> {
  constructor(name: string, path: Path = ['input', 'name']) {
    super('NAME_TAKEN', 'CONFLICT', `Another one that is in use is called ${name}.`, { name }, { path });
  }
}

/** A value does not fit its custom field; `expected` says in words what would. */
export class CustomFieldInvalid extends Refusal<{ fieldId: string; expected: string }> {
  constructor(fieldId: string, expected: string, path: Path) {
    super('CUSTOM_FIELD_INVALID', 'VALIDATION', `This field takes ${expected}.`, { fieldId, expected }, { path });
  }
}

/** Custom fields that are owed by now have no value. */
export class CustomFieldRequired extends Refusal<{ fieldIds: readonly string[]; names: readonly string[] }> {
  constructor(fields: readonly { readonly id: string; readonly name: string }[]) {
    const names = fields.map(({ name }) => name);
    const fieldIds = fields.map(({ id }) => id);
    super('CUSTOM_FIELD_REQUIRED', 'PRECONDITION', `Fill in these fields first: ${names.join(', ')}.`, {
      fieldIds,
      names,
    });
  }
}

/** The program has changed since a filter was saved. */
export class SavedFilterOutdated extends Refusal<{ savedFilterId: string }> {
  constructor(savedFilterId: string) {
    const message = 'This filter asks for something that is gone; save it anew.';
    super('SAVED_FILTER_OUTDATED', 'STATE', message, { savedFilterId }, { path: ['savedFilterId'] });
  }
}
