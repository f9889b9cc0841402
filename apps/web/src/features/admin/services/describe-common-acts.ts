import type { AdminMessages } from '../../../messages/admin/admin.types.ts';
import type { ServiceAct } from './ServiceCard.tsx';

/** What can be done with a client as with a webhook. */
export type CommonAct = 'rotate' | 'disable' | 'enable' | 'remove';

/** The acts that clients and webhooks share: all but enabling are asked first. */
export function describeCommonActs<Item>(
  texts: AdminMessages['services'],
  labels: { rotateExplanation: string; disableExplanation: string; removeExplanation: string },
  nameOf: (item: Item) => string,
  calls: Record<CommonAct, ServiceAct<Item>['call']>,
): Record<CommonAct, ServiceAct<Item>> {
  return {
    rotate: {
      call: calls.rotate,
      question: (item) => ({
        title: texts.rotateTitle(nameOf(item)),
        explanation: labels.rotateExplanation,
        confirmLabel: texts.rotate,
        busyLabel: texts.rotating,
      }),
      done: (item) => (current) => current.services.rotated(nameOf(item)),
    },
    disable: {
      call: calls.disable,
      question: (item) => ({
        title: texts.disableTitle(nameOf(item)),
        explanation: labels.disableExplanation,
        confirmLabel: texts.disable,
        busyLabel: texts.disabling,
      }),
      done: (item) => (current) => current.services.disabledNow(nameOf(item)),
    },
    enable: {
      call: calls.enable,
      done: (item) => (current) => current.services.enabledNow(nameOf(item)),
    },
    remove: {
      call: calls.remove,
      question: (item) => ({
        title: texts.removeTitle(nameOf(item)),
        explanation: labels.removeExplanation,
        confirmLabel: texts.remove,
        busyLabel: texts.removing,
      }),
      done: (item) => (current) => current.services.removed(nameOf(item)),
    },
  };
}
