import { type AsOf, type Reader } from '#libs/api-kit';
import { type Instant, type Position, RowHistory } from '#libs/event-log';
import { fullViewer } from '#libs/people';
import { type Moment, PictureMoments } from '#libs/risk';
import { Injectable } from '@nestjs/common';
import type { AskedWindow, Measuring } from './domain/index.js';
import { type AllDossiers, circumstancesOf, dossierFolds, type FiledDossier, gather } from './dossiers/index.js';

/** What is measured, and where in the log it stands. */
export interface Measurement extends Measuring {
  readonly dossiers: AllDossiers;
  readonly position: Position;
  readonly instant: Instant;
}

/** Collects what metrics are measured from. */
@Injectable()
export class Measurements {
  constructor(
    private readonly history: RowHistory,
    private readonly moments: PictureMoments,
  ) {}

  /** @throws what `TimeTravel` and `RowHistory` throw */
  async of(reader: Reader, window: AskedWindow, asOf?: AsOf | null): Promise<Measurement> {
    const moment = await this.moments.of(reader, asOf);
    const { workspaceId, timeZone } = fullViewer(reader.viewer);
    return this.at(workspaceId, timeZone, { moment, window });
  }

  private async at(
    workspaceId: string,
    timeZone: string,
    { moment, window }: { readonly moment: Moment; readonly window: AskedWindow },
  ): Promise<Measurement> {
    const { position, instant } = moment;
    const dossiers = gather(await this.filed(workspaceId, position));
    const circumstances = circumstancesOf(dossiers, { now: instant, timeZone });
    return { dossiers, window, circumstances, position, instant };
  }

  private async filed(workspaceId: string, position: Position): Promise<FiledDossier[]> {
    const filed: FiledDossier[] = [];
    for (const fold of dossierFolds) {
      const rows = await this.history.rowsAt(fold, workspaceId, position);
      for (const { streamId, row } of rows) filed.push({ fold: fold.name, streamId, row });
    }
    return filed;
  }
}
