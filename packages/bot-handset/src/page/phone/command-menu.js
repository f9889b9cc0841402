import { element, iconButton } from '../dom.js';

/** The menu of the bot's commands, and the button that opens it. */
export function createCommandMenu({ onSend }) {
  const root = element('div', { className: 'menu', hidden: true, role: 'group', 'aria-label': 'Commands' });
  const button = iconButton('commands', 'Commands', () => {
    root.hidden = !root.hidden;
  });
  button.hidden = true;
  return {
    root,
    button,
    hide() {
      root.hidden = true;
    },
    /** Without commands there is no button. */
    show(commands) {
      button.hidden = commands.length === 0;
      root.replaceChildren(
        ...commands.map(({ command, description }) => {
          const onclick = () => {
            root.hidden = true;
            onSend(`/${command}`);
          };
          const properties = { type: 'button', className: 'command', onclick };
          return element('button', properties, element('strong', {}, `/${command}`), element('span', {}, description));
        }),
      );
    },
  };
}
