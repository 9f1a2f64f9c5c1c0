import { NotFound, ValidationFailed } from '#libs/event-log';
import { settingsLimits } from './limits.js';
import { freeName, inUse, requireRoomFor, without } from './names.js';
import type { LabelDefinition, RequestSettings, SettingsEvent } from './settings.js';

const labelPath = ['input', 'labelId'];

/** `#rrggbb`. @throws ValidationFailed */
function colourOf(colour: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(colour))
    throw new ValidationFailed('Write a colour as # and six hexadecimal digits, e.g. #1a7f37.', ['input', 'colour']);
  return colour.toLowerCase();
}

/** @throws NameTaken, LimitReached, ValidationFailed, PiiNotAllowed */
export function defineLabel(
  { labels }: RequestSettings,
  { labelId, name, colour }: LabelDefinition & { readonly labelId: string },
): SettingsEvent[] {
  requireRoomFor(labels, settingsLimits.labels, 'labels');
  return [{ type: 'LabelDefined', data: { labelId, name: freeName(name, labels), colour: colourOf(colour) } }];
}

export interface ChangeLabelInput {
  readonly labelId: string;
  /** Left out: as it is. */
  readonly name?: string | null;
  readonly colour?: string | null;
}

/** Another name or colour; requests have it under the new one at once. @throws NotFound, NameTaken, ValidationFailed, PiiNotAllowed */
export function changeLabel({ labels }: RequestSettings, input: ChangeLabelInput): SettingsEvent[] {
  const label = inUse(labels, input.labelId, 'label', labelPath);
  const name = input.name == null ? label.name : freeName(input.name, without(labels, label.id));
  const colour = input.colour == null ? label.colour : colourOf(input.colour);
  if (name === label.name && colour === label.colour) return [];
  return [{ type: 'LabelChanged', data: { labelId: label.id, name, colour } }];
}

/** Requests keep it; no further one gets it. No fact when it is archived. @throws NotFound */
export function archiveLabel({ labels }: RequestSettings, { labelId }: { readonly labelId: string }): SettingsEvent[] {
  const label = labels.find(({ id }) => id === labelId);
  if (!label) throw new NotFound('label', labelPath);
  return label.archived ? [] : [{ type: 'LabelArchived', data: { labelId } }];
}

/** Back in use, unless its name was given away. No fact when it is in use. @throws NotFound, NameTaken, LimitReached */
export function restoreLabel({ labels }: RequestSettings, { labelId }: { readonly labelId: string }): SettingsEvent[] {
  const label = labels.find(({ id }) => id === labelId);
  if (!label) throw new NotFound('label', labelPath);
  if (!label.archived) return [];
  requireRoomFor(without(labels, labelId), settingsLimits.labels, 'labels');
  freeName(label.name, labels, labelPath);
  return [{ type: 'LabelRestored', data: { labelId } }];
}
