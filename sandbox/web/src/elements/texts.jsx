// Text fields of every kind, and files.
import { useContext } from 'react';
import { plainText } from '../mrkdwn.jsx';
import { SurfaceContext, useElement, useTyped } from '../surface.jsx';

const mostText = 3000;

const modes = {
  email_text_input: { type: 'email', autoComplete: 'off' },
  url_text_input: { type: 'url' },
  number_input: { type: 'text', inputMode: 'decimal' },
  plain_text_input: { type: 'text' },
};

// "needs 5 more" while it is too short, else how much of the limit is used.
function Count({ element, length }) {
  const { min_length: least = 0, max_length: most } = element;
  if (!most && !least) return null;
  const short = length > 0 && length < least;
  const text = short ? `${least - length} more needed` : `${length}${most ? `/${most}` : ''}`;
  return <span className={`count${most && most - length <= 10 ? ' near' : ''}`} aria-hidden="true">{text}</span>;
}

export function TextInput({ block, element, field = {} }) {
  const { disabled, submit } = useContext(SurfaceContext);
  const { text, type, leave, enter } = useTyped(block, element);
  const dispatches = block.dispatch_action === true;
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];

  const onKeyDown = (event) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    if (dispatches && triggers.includes('on_enter_pressed') && !(element.multiline && event.shiftKey)) {
      event.preventDefault();
      enter();
    } else if (!element.multiline || event.ctrlKey || event.metaKey) {
      event.preventDefault();
      submit?.();
    }
  };
  const common = {
    id: field.id,
    value: text,
    placeholder: plainText(element.placeholder),
    maxLength: element.max_length ?? mostText,
    disabled,
    'aria-label': field.label,
    'aria-invalid': field.invalid || undefined,
    'aria-describedby': field.describedBy,
    className: `text-input${field.invalid ? ' invalid' : ''}`,
    onChange: (event) => type(event.target.value),
    onBlur: leave,
    onKeyDown,
  };
  const box = element.multiline || element.type === 'rich_text_input'
    ? <textarea rows={element.min_lines ?? 3} {...common} />
    : <input {...modes[element.type]} {...common} />;
  return <div className="text-field">{box}<Count element={element} length={text.length} /></div>;
}

// Written as plain text; it is sent as rich text.
export function RichTextInput({ block, element, field = {} }) {
  const { disabled } = useContext(SurfaceContext);
  const { value, choose } = useElement(block, element);
  const textOf = (rich) => (rich?.elements ?? []).flatMap((part) => part.elements ?? []).map((leaf) => leaf.text ?? '').join('');
  return (
    <textarea key={value.type} id={field.id} className={`text-input${field.invalid ? ' invalid' : ''}`} rows={element.min_lines ?? 3} defaultValue={textOf(value.rich_text_value)}
      placeholder={plainText(element.placeholder)} disabled={disabled} aria-label={field.label} aria-describedby={field.describedBy}
      onBlur={(event) => event.target.value !== textOf(value.rich_text_value) && choose({ text: event.target.value }, {})} />
  );
}

export function FileInput({ block, element, field = {} }) {
  const { disabled } = useContext(SurfaceContext);
  const { value, choose } = useElement(block, element);
  const accept = element.filetypes?.map((kind) => `.${kind}`).join(',');
  const pick = (event) => {
    const files = [...event.target.files].map(({ name, type, size }) => ({ name, mimetype: type, size }));
    choose({ files }, { files });
  };
  return (
    <div className="file-field">
      <input type="file" id={field.id} multiple={(element.max_files ?? 10) > 1} accept={accept} disabled={disabled} aria-label={field.label}
        aria-describedby={field.describedBy} onChange={pick} />
      {value.files?.length > 0 && <ul>{value.files.map(({ name }) => <li key={name}>{name}</li>)}</ul>}
    </div>
  );
}
