import { hub } from '../api/hub';
import type { Bootstrap } from '../api/records';

const AGAIN_MS = 5000;
const LOCAL_OPERATOR = 'local-operator';

/** Who uses the page and what they may do here. Sends `change` when it is known. */
class Session extends EventTarget {
  who: Bootstrap | null = null;

  async start(): Promise<void> {
    try {
      this.who = await hub.bootstrap();
      this.dispatchEvent(new Event('change'));
    } catch {
      window.setTimeout(() => void this.start(), AGAIN_MS);
    }
  }

  /** True when sign-in is on; otherwise whoever sits at this machine is the operator. */
  get isSignedIn(): boolean {
    return this.who !== null && this.who.sub !== LOCAL_OPERATOR;
  }

  get centers(): readonly string[] {
    return this.who?.centers.map((center) => center.center_key) ?? [];
  }

  /** Whether this deployment sends media to a hub, takes them from sites, or neither. */
  get transfers(): 'incoming' | 'outbound' | null {
    switch (this.who?.deployment_profile.deployment_role) {
      case 'central_hub':
        return 'incoming';
      case 'site_node':
        return 'outbound';
      default:
        return null;
    }
  }

  /** True when the person may change things of this resource. */
  mayWrite(resource: string): boolean {
    return this.who?.capabilities[resource]?.write ?? false;
  }
}

export const session = new Session();
