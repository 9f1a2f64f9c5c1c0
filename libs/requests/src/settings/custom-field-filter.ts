import { filterBy, type Sql, sql } from '#libs/api-kit';

const ofType = (type: string, value: Sql): Sql => sql`CASE WHEN jsonb_typeof(held.value) = ${type} THEN ${value} END`;
const word = sql`(held.value #>> '{}')`;

/** One value of a custom field, as `{ some: { fieldId: { eq: … }, number: { gte: 3 } } }`. */
export const customFieldFilter = filterBy.collection({
  description: 'Values of its custom fields, e.g. `{ some: { fieldId: { eq: "…" }, number: { gte: 3 } } }`.',
  elementName: 'RequestCustomField',
  from: sql`(SELECT key::uuid AS field_id, value FROM jsonb_each(custom_fields)) AS held`,
  fields: {
    fieldId: filterBy.id('CustomField', 'held.field_id', 'The field.'),
    text: filterBy.text(ofType('string', word), 'Value of a TEXT or URL field.'),
    number: filterBy.float(ofType('number', sql`${word}::float8`), 'Value of a NUMBER field.'),
    boolean: filterBy.boolean(ofType('boolean', sql`${word}::boolean`), 'Value of a BOOLEAN field.'),
    // Days sort as text does; whatever else a text holds is no reason for an error.
    date: filterBy.date(ofType('string', sql`${word} COLLATE "C"`), 'Value of a DATE field.'),
    choices: filterBy.collection({
      description: 'What was chosen in a CHOICE or CHOICES field.',
      elementName: 'RequestChoice',
      from: sql`jsonb_array_elements_text(CASE jsonb_typeof(held.value) WHEN 'array' THEN held.value
        WHEN 'string' THEN jsonb_build_array(held.value) ELSE '[]' END) AS chosen(option_id)`,
      fields: { optionId: filterBy.text('chosen.option_id', 'Id of the option inside its field, e.g. `O1`.') },
    }),
  },
});
