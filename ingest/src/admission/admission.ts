import type { CameraSource } from '@thapcanh/core/camera/camera';
import { type Clock, systemClock } from '@thapcanh/core/time/clock';
import { SiteAdmission, type SiteGate, type SiteOptions } from './site-admission.ts';
import { siteKeyOf } from './site-key.ts';

export interface AdmissionStatistics {
  /** Streams that stand in line. */
  readonly waiting: number;
  /** Sites where not everybody may connect at once. */
  readonly limitedSites: number;
}

/** Who of this process may connect when, site by site; other processes keep their own lines. */
export class Admission {
  readonly #options: SiteOptions;
  readonly #sites = new Map<string, SiteAdmission>();

  constructor(options: { readonly clock?: Clock; readonly random?: () => number } = {}) {
    this.#options = { clock: options.clock ?? systemClock, random: options.random ?? Math.random };
  }

  /** One gate for each stream; whoever takes it calls `leave` in the end. `onHeldBack`: see `SiteAdmission.join`. */
  gate(source: Pick<CameraSource, 'site' | 'mainUrl'>, onHeldBack?: () => void): SiteGate {
    const key = siteKeyOf(source);
    const site = this.#sites.get(key) ?? new SiteAdmission(this.#options);
    this.#sites.set(key, site);
    const gate = site.join(onHeldBack);
    return {
      get isWaiting() {
        return gate.isWaiting;
      },
      enter: (signal) => gate.enter(signal),
      note: (state) => gate.note(state),
      leave: () => {
        gate.leave();
        if (site.members === 0 && this.#sites.get(key) === site) this.#sites.delete(key);
      },
    };
  }

  statistics(): AdmissionStatistics {
    const sites = [...this.#sites.values()];
    return {
      waiting: sites.reduce((sum, site) => sum + site.waiting, 0),
      limitedSites: sites.filter((site) => site.isLimited).length,
    };
  }
}
