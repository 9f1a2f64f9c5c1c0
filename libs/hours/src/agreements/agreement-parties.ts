import { GlobalId } from '#libs/api-kit';
import { NotFound, ValidationFailed } from '#libs/event-log';
import { Directory } from '#libs/people';
import { ProviderGate } from '#libs/requests';
import { Injectable, Optional } from '@nestjs/common';
import { InputType } from '@nestjs/graphql';
import type { Provider } from '../domain/index.js';
import type { GrantInput } from './terms.input.js';

@InputType({ isOneOf: true, description: 'Who does the work: a team of the house, or an agency.' })
export class AgreementProviderInput {
  @GlobalId('Team', { nullable: true, description: 'A team that does work, e.g. engineering.' })
  teamId?: string | null;

  @GlobalId('Provider', { nullable: true, description: 'An agency; the work is done by the people of its team.' })
  agencyId?: string | null;
}

/** Whether whoever an agreement names is there; neither teams nor people ever go away. */
@Injectable()
export class AgreementParties {
  constructor(
    private readonly directory: Directory,
    @Optional() private readonly agencies?: ProviderGate,
  ) {}

  /** @throws NotFound for a team that asks for no work */
  async requireConsumer(workspaceId: string, teamId: string): Promise<void> {
    if (!(await this.directory.hasTeam(workspaceId, teamId, 'CONSUMER')))
      throw new NotFound('team that asks for work', ['input', 'consumerTeamId']);
  }

  /** @throws NotFound for a team that does no work, or an agency that is not there */
  async provider(workspaceId: string, { teamId, agencyId }: AgreementProviderInput): Promise<Provider> {
    if (teamId != null) return this.byTeam(workspaceId, teamId);
    if (agencyId != null) return this.byAgency(workspaceId, agencyId);
    throw new ValidationFailed('Name a team or an agency.', ['input', 'provider']);
  }

  /** An agency's people are an agency's people, whichever way they are named. */
  private async byTeam(workspaceId: string, teamId: string): Promise<Provider> {
    if (!(await this.directory.hasTeam(workspaceId, teamId, 'PROVIDER')))
      throw new NotFound('team that does work', ['input', 'provider', 'teamId']);
    const agency = (await this.agencies?.agencyOf(workspaceId, teamId)) ?? null;
    return agency === null ? { kind: 'TEAM', id: teamId, teamId } : { kind: 'EXTERNAL', id: agency, teamId };
  }

  private async byAgency(workspaceId: string, agencyId: string): Promise<Provider> {
    const teamId = (await this.agencies?.teamOf(workspaceId, agencyId)) ?? null;
    if (teamId === null) throw new NotFound('provider', ['input', 'provider', 'agencyId']);
    return { kind: 'EXTERNAL', id: agencyId, teamId };
  }

  /** @throws NotFound for a dedicated person, or a team whose calendar counts, that is not there */
  async requireGranted(workspaceId: string, grant: GrantInput | null | undefined): Promise<void> {
    if (!grant?.dedicated) return;
    const { personId, calendarTeamId } = grant.dedicated;
    const path = ['input', 'grant', 'dedicated'];
    await this.directory.requirePerson(workspaceId, personId, [...path, 'personId']);
    if (calendarTeamId != null)
      await this.directory.requireTeam(workspaceId, calendarTeamId, [...path, 'calendarTeamId']);
  }
}
