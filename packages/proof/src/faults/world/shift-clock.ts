/**
 * Loaded with `--import` before a service: its clock is `PROOF_CLOCK_SHIFT_MS` ahead (behind, if negative). Timers are
 * not affected, as with a real clock that is off.
 */
// biome-ignore lint/style/noProcessEnv: a process without a configuration of its own
const SHIFT_MS = Number(process.env['PROOF_CLOCK_SHIFT_MS'] ?? 0);
const RealDate = Date;

class ShiftedDate extends RealDate {
  constructor(...args: [] | [number | string | Date]) {
    if (args.length === 0) super(RealDate.now() + SHIFT_MS);
    else super(...(args as [number])); // the overloads of Date are not one signature
  }
  static override now(): number {
    return RealDate.now() + SHIFT_MS;
  }
}

globalThis.Date = ShiftedDate as DateConstructor;
