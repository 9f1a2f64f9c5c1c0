import { fieldDues, fieldKinds } from '../domain/index.js';
import { publish } from '../types/publish.js';

export const CustomFieldKindEnum = publish(
  'CustomFieldKind',
  'What the values of a custom field are.',
  {
    TEXT: 'A text.',
    NUMBER: 'A number.',
    BOOLEAN: 'Yes or no.',
    DATE: 'A calendar date.',
    URL: 'The whole address of a page, as `text`.',
    CHOICE: 'One of its options.',
    CHOICES: 'One or more of its options.',
  },
  fieldKinds,
);

export const CustomFieldDueEnum = publish(
  'CustomFieldDue',
  'Until when a value of a custom field is owed.',
  {
    NONE: 'Never.',
    SUBMIT: 'When the request is submitted, and from then on.',
    TRIAGE: 'When the request is triaged.',
  },
  fieldDues,
);
