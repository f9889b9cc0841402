/** How the next SMS end, in the words of a provider. */
export interface DeliveryPlans {
  /** The next `times` SMS end in `status`. */
  add(status: string, times: number): void;
  /** The end of one more SMS. */
  take(): string;
}

const MAX_PLANS = 1_000;

/** Makes empty plans: every SMS ends in `usual`. */
export function createDeliveryPlans(usual: string): DeliveryPlans {
  let plans: { status: string; times: number }[] = [];
  return {
    add(status, times) {
      plans = [...plans, { status, times }].slice(-MAX_PLANS);
    },
    take() {
      const [plan] = plans;
      if (!plan) return usual;
      plan.times -= 1;
      if (plan.times <= 0) plans = plans.slice(1);
      return plan.status;
    },
  };
}
