import type { ApiResult } from '@raqam/shared/client';
import { type ReactNode, useState } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { ConfirmDialog } from '../../../components/dialog/ConfirmDialog.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { Pending, Section } from '../../../components/section/Section.tsx';
import type { Loaded } from '../../../components/section/use-loaded.ts';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { type DoneText, useActs } from '../use-acts.ts';
import { SecretDialog } from './SecretDialog.tsx';

/** What an administrator does with one item of a card. */
export interface ServiceAct<Item> {
  /** A `secret` in its answer is shown once. */
  call: (item: Item) => Promise<ApiResult<unknown>>;
  /** The dialog before the call; without it the call is made at once. */
  question?: (item: Item) => { title: string; explanation: string; confirmLabel: string; busyLabel: string };
  done: (item: Item) => DoneText;
}

interface ServiceCardProps<Item, Act extends string> {
  labels: { title: string; lead: string; none: string; add: string };
  list: Omit<Loaded<unknown>, 'data'>;
  /** undefined until loaded */
  items: readonly Item[] | undefined;
  nameOf: (item: Item) => string;
  acts: Readonly<Record<Act, ServiceAct<Item>>>;
  /** One item of the list. `running` is the act on it that is under way. */
  show: (item: Item, start: (act: Act) => void, running: Act | undefined) => ReactNode;
  /** The dialog that adds an item; its secret is null if it has none. */
  showAdd: (onAdded: (name: string, secret: string | null) => void, onClose: () => void) => ReactNode;
}

/** A list of clients, keys or webhooks, with the dialogs to add, change and remove them. */
export function ServiceCard<Item, Act extends string>(props: ServiceCardProps<Item, Act>) {
  const { labels, list, items, nameOf, show, showAdd } = props;
  const texts = useAllTexts();
  const admin = useAdminTexts();
  const acts = useActs<Act | 'add'>(list.reload);
  const [chosen, setChosen] = useState<{ act: Act; item: Item }>();
  const [secret, setSecret] = useState<{ name: string; secret: string }>();
  const problem = acts.problem && <Alert ref={acts.alert}>{acts.problem(texts)}</Alert>;
  const question = chosen && acts.asking === chosen.act ? props.acts[chosen.act].question?.(chosen.item) : undefined;

  function start(act: Act, item: Item): void {
    setChosen({ act, item });
    if (props.acts[act].question) acts.ask(act);
    else void perform(act, item);
  }

  async function perform(act: Act, item: Item): Promise<void> {
    const { call, done } = props.acts[act];
    let answer: unknown;
    const isDone = await acts.run(
      act,
      async () => {
        const result = await call(item);
        if (result.ok) answer = result.data;
        return result;
      },
      done(item),
    );
    if (isDone && hasSecret(answer)) setSecret({ name: nameOf(item), secret: answer.secret });
  }

  async function settleAdded(name: string, shown: string | null): Promise<void> {
    await acts.settle(({ services }) => services.addedNow(name));
    if (shown !== null) setSecret({ name, secret: shown });
  }

  return (
    <Section title={labels.title}>
      <p className="rq-hint">{labels.lead}</p>
      {acts.done && <Notice ref={acts.notice}>{acts.done(admin)}</Notice>}
      {!acts.asking && problem}
      {(!items || list.problem) && <Pending of={list} />}
      {items?.length === 0 && <p>{labels.none}</p>}
      {items && items.length > 0 && (
        <ul className="rq-services">
          {items.map((item) =>
            show(
              item,
              (act) => start(act, item),
              chosen?.item === item && acts.running === chosen.act ? chosen.act : undefined,
            ),
          )}
        </ul>
      )}
      {items && <ActionButton label={labels.add} kind="secondary" onPress={() => acts.ask('add')} />}
      {acts.asking === 'add' && showAdd((name, shown) => void settleAdded(name, shown), acts.close)}
      {chosen && question && (
        <ConfirmDialog
          {...question}
          problem={problem}
          cancelLabel={texts.messages.accountPage.cancel}
          busy={acts.running !== undefined}
          onConfirm={() => void perform(chosen.act, chosen.item)}
          onClose={acts.close}
        />
      )}
      {secret && (
        <SecretDialog
          title={admin.services.secret.title(secret.name)}
          secret={secret.secret}
          onClose={() => setSecret(undefined)}
        />
      )}
    </Section>
  );
}

function hasSecret(answer: unknown): answer is { secret: string } {
  return typeof answer === 'object' && answer !== null && 'secret' in answer && typeof answer.secret === 'string';
}
