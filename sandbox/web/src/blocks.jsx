// Blocks as Slack draws them. The keys are Slack's own rule: what stands under the same block_id
// and action_id is the same field after an update, and keeps what was typed.
import { useContext, useId } from 'react';
import { Button, WorkflowButton } from './elements/button.jsx';
import { Checkboxes, RadioButtons } from './elements/choices.jsx';
import { Overflow } from './elements/overflow.jsx';
import { DatePicker, DateTimePicker, TimePicker } from './elements/pickers.jsx';
import { Select } from './elements/selects.jsx';
import { FileInput, RichTextInput, TextInput } from './elements/texts.jsx';
import { Text, plainText } from './mrkdwn.jsx';
import { RichText } from './richtext.jsx';
import { SurfaceContext } from './surface.jsx';

const elements = {
  button: Button,
  workflow_button: WorkflowButton,
  overflow: Overflow,
  checkboxes: Checkboxes,
  radio_buttons: RadioButtons,
  datepicker: DatePicker,
  timepicker: TimePicker,
  datetimepicker: DateTimePicker,
  plain_text_input: TextInput,
  email_text_input: TextInput,
  url_text_input: TextInput,
  number_input: TextInput,
  rich_text_input: RichTextInput,
  file_input: FileInput,
};

function Element({ block, element, field }) {
  if (element.type === 'image') return <Picture image={element} className="thumbnail" />;
  const Drawn = elements[element.type] ?? (element.type.endsWith('_select') ? Select : null);
  if (!Drawn) return <p className="unknown">An element of type {element.type}</p>;
  const key = `${element.action_id} ${element.type}`;
  return (
    <div className={`element is-${element.type}`} data-focus-on-load={element.focus_on_load || undefined}>
      <Drawn key={key} block={block} element={element} field={field} />
    </div>
  );
}

// The page loads nothing from elsewhere, so pictures of other servers are told by their text.
function Picture({ image, className }) {
  const url = image.image_url ?? '';
  const own = url.startsWith('data:image/') || url.startsWith(`${location.origin}/`);
  if (own) return <img src={url} alt={image.alt_text} className={className} />;
  return <span role="img" aria-label={image.alt_text} className={`${className} elsewhere`} title={url}>{image.alt_text}</span>;
}

// What a screen reader calls a field that has no label of its own.
function nameFrom(block, element) {
  if (element.type === 'button') return undefined;
  return plainText(element.placeholder) || plainText(block.text).replace(/[*_~`]/g, '') || undefined;
}

function Section({ block }) {
  return (
    <div className="section">
      <div className="section-text">
        {block.text && <Text of={block.text} />}
        {block.fields && <div className="fields">{block.fields.map((one, at) => <div key={at}><Text of={one} /></div>)}</div>}
      </div>
      {block.accessory && (
        <div className="accessory">
          <Element block={block} element={block.accessory} field={{ label: nameFrom(block, block.accessory), name: nameFrom(block, block.accessory) }} />
        </div>
      )}
    </div>
  );
}

const Actions = ({ block }) => (
  <div className="actions">
    {block.elements.map((element) => (
      <Element key={`${element.action_id} ${element.type}`} block={block} element={element} field={{ label: nameFrom(block, element), name: nameFrom(block, element) }} />
    ))}
  </div>
);

const grouped = new Set(['checkboxes', 'radio_buttons']);
const named = new Set(['datetimepicker']);

function Input({ block }) {
  const { errors, missing } = useContext(SurfaceContext);
  const [id, labelId, hintId, errorId] = [useId(), useId(), useId(), useId()];
  const { element } = block;
  const error = errors?.[block.block_id] ?? (missing?.has(block.block_id) ? 'Please complete this required field.' : null);
  const describedBy = [block.hint && hintId, error && errorId].filter(Boolean).join(' ') || undefined;
  const field = { id, labelId, describedBy, invalid: Boolean(error), name: plainText(block.label) };
  const isGroup = grouped.has(element.type);
  const label = (
    <>
      <Text of={block.label} />
      {block.optional && <span className="optional"> (optional)</span>}
    </>
  );
  const rest = (
    <>
      <Element block={block} element={element} field={field} />
      {block.hint && <p className="hint" id={hintId}><Text of={block.hint} /></p>}
      {error && <p className="error" id={errorId} role="alert">{error}</p>}
    </>
  );
  if (isGroup) {
    return <fieldset className="input" aria-describedby={describedBy}><legend>{label}</legend>{rest}</fieldset>;
  }
  return (
    <div className="input">
      {named.has(element.type) ? <span className="label">{label}</span> : <label id={labelId} htmlFor={id}>{label}</label>}
      {rest}
    </div>
  );
}

const Context = ({ block }) => (
  <div className="context">
    {block.elements.map((one, at) => (one.type === 'image' ? <Picture key={at} image={one} className="context-image" /> : <Text key={at} of={one} />))}
  </div>
);

const Image = ({ block }) => (
  <figure className="image">
    {block.title && <figcaption><Text of={block.title} /></figcaption>}
    <Picture image={block} className="picture" />
  </figure>
);

const Header = ({ block }) => <h3 className="header"><Text of={block.text} /></h3>;

const drawn = { section: Section, header: Header, context: Context, divider: () => <hr />, actions: Actions, input: Input, image: Image, rich_text: RichText };

export function Blocks({ blocks = [] }) {
  return blocks.map((block, at) => {
    const Drawn = drawn[block.type];
    return (
      <div className={`block ${block.type}-block`} key={block.block_id ?? at} data-block-id={block.block_id}>
        {Drawn ? <Drawn block={block} /> : <p className="unknown">A block of type {block.type}, which this page does not draw</p>}
      </div>
    );
  });
}
