import type { Caller } from '#libs/api-kit';
import type { DecisionStream, OtherStreams } from '#libs/event-log';
import { requestSettings, type RequestSettings, type SettingsEvent } from '../domain/index.js';

type SettingsStream = DecisionStream<RequestSettings, SettingsEvent>;

/** The settings of the caller's workspace, for decisions that must not pass a change of them unseen: what is archived is archived. */
export const guardingSettings = ({ command: { workspaceId } }: Caller): SettingsStream => ({
  aggregate: requestSettings,
  id: workspaceId,
  expect: 'latest',
});

/**
 * The settings as they stand when a request is decided on, without a guard: every submission of a workspace would wait for the one
 * before it otherwise. A field that comes to be owed in the same moment is owed from the next submission on.
 */
export const settingsAsTheyStand = (caller: Caller): SettingsStream => ({ ...guardingSettings(caller), guards: false });

export const settingsIn = (others: OtherStreams, { command: { workspaceId } }: Caller): RequestSettings =>
  others.read(requestSettings, workspaceId);
