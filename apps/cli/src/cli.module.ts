import { Module } from '@nestjs/common';
import { BackupCommand } from './backup.command.js';
import { ConsumersCommand, ConsumersListCommand, ConsumersRetryCommand } from './consumers.command.js';
import { NewEpochCommand } from './epoch.command.js';
import { ExportCommand } from './export.command.js';
import { Installation } from './installation.js';
import { MigrateCommand } from './migrate.command.js';
import { RebuildCommand } from './rebuild.command.js';
import { ReplayCommand } from './replay.command.js';
import { StatusCommand } from './status.command.js';
import { ReportCommand } from './report.command.js';
import { ProofCommand } from './proof.command.js';
import { RestoreCommand } from './restore.command.js';
import { SealCommand, SealExportCommand, SealKeyCommand } from './seal.command.js';
import { TokenCommand, TokenMintCommand } from './token.command.js';
import { VerifyCommand } from './verify.command.js';
import { WorkspaceCommand, WorkspaceCreateCommand, WorkspaceListCommand } from './workspace.command.js';

/** The operator's command line. Whoever can reach the database as its owner is the operator: no token is asked for. */
@Module({
  providers: [
    Installation,
    MigrateCommand,
    WorkspaceCommand,
    WorkspaceCreateCommand,
    WorkspaceListCommand,
    TokenCommand,
    TokenMintCommand,
    ConsumersCommand,
    ConsumersListCommand,
    ConsumersRetryCommand,
    RebuildCommand,
    ReplayCommand,
    StatusCommand,
    ExportCommand,
    ReportCommand,
    VerifyCommand,
    SealCommand,
    SealExportCommand,
    SealKeyCommand,
    ProofCommand,
    BackupCommand,
    RestoreCommand,
    NewEpochCommand,
  ],
})
export class CliModule {}
