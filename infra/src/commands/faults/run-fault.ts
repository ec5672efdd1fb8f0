import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, FaultResult } from './fault.ts';
import type { FaultRig } from './fault-rig.ts';
import { auditLedger } from './ledger-audit.ts';

/** Rows of young files, recovered files and closed gaps reach the database within this time. */
const SETTLE_MS = 35_000;

/** Runs one fault on a rig that is well, and audits what is recorded and what stands in the ledger. */
export async function runFault(fault: Fault<FaultRig>, rig: FaultRig): Promise<FaultResult> {
  const { say, signal, recordingsDir } = rig.options;
  say(`${fault.name} ...`);
  const { cameras, window, excused, recoveryMs } = await fault.run(rig);
  await delay(SETTLE_MS, undefined, { signal });
  const place = { db: rig.db, objects: rig.objects, recordingsDir };
  const audit = await auditLedger(place, cameras, window, excused);
  const { lostMs, rowsWithoutFile, filesWithoutRow, gapsWithoutCause, causes } = audit;
  say(`${fault.name}: lost ${lostMs} ms, recovered after ${recoveryMs} ms, causes ${JSON.stringify(causes)}`);
  return { name: fault.name, lostMs, recoveryMs, rowsWithoutFile, filesWithoutRow, gapsWithoutCause, causes };
}
