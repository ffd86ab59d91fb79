// The page /passkeys: asks the browser for passkeys, and the server what they are worth.
'use strict';

// What whoever just proved themselves may change with; gone with the page, and in no cookie.
let session = '';

const at = id => document.getElementById(id);

const text = buffer => {
  let binary = '';
  new Uint8Array(buffer).forEach(one => { binary += String.fromCharCode(one); });
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
};

const bytes = word => Uint8Array.from(
  atob(word.replaceAll('-', '+').replaceAll('_', '/')), one => one.charCodeAt(0));

const tell = news => { at('news').textContent = news; };

async function ask(page, body) {
  const answer = await fetch('/api/v1/passkeys' + page, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify(body),
    credentials: 'omit',
    cache: 'no-store',
  });
  const said = await answer.json();
  if (!answer.ok) {
    throw new Error([said.code, said.detail || said.title].filter(Boolean).join(' '));
  }
  return said;
}

// One at a time, and whatever goes wrong is told where people look.
async function attempt(work) {
  const buttons = [...document.querySelectorAll('button')];
  buttons.forEach(one => { one.disabled = true; });
  tell('');
  try {
    await work();
  } catch (wrong) {
    tell(wrong.name === 'NotAllowedError' ? 'Nothing was done: the passkey was not used.'
      : wrong.name === 'InvalidStateError' ? 'This device has a passkey of yours already.'
      : wrong.message);
  } finally {
    buttons.forEach(one => { one.disabled = false; });
  }
}

async function word() {
  const question = await ask('/challenge', {});
  const used = await navigator.credentials.get({publicKey: {
    challenge: bytes(question.challenge),
    rpId: question.relying_party,
    userVerification: 'required',
    timeout: question.seconds * 1000,
  }});
  const given = await ask('/word', {
    challenge: question.challenge,
    credential: text(used.rawId),
    client_data: text(used.response.clientDataJSON),
    authenticator_data: text(used.response.authenticatorData),
    signature: text(used.response.signature),
    user_handle: text(used.response.userHandle),
  });
  at('login').value = given.login;
  at('code').value = given.word;
  tell(given.login + ', your word is ' + given.word + ' until '
    + new Date(given.until).toLocaleTimeString() + '. It works once.');
}

async function open() {
  const opened = await ask('/session', {
    login: at('login').value, password: at('password').value, code: at('code').value,
  });
  session = opened.session;
  at('password').value = '';
  at('code').value = '';
  at('whose').textContent = 'Passkeys of ' + opened.login;
  show(opened.passkeys);
  at('own').hidden = false;
}

async function enrol() {
  const making = await ask('/registration', {session});
  const made = await navigator.credentials.create({publicKey: {
    challenge: bytes(making.challenge),
    rp: {id: making.relying_party, name: 'Sallyport'},
    user: {id: bytes(making.handle), name: making.login, displayName: making.login},
    pubKeyCredParams: making.algorithms.map(alg => ({type: 'public-key', alg: Number(alg)})),
    excludeCredentials: making.except.map(id => ({type: 'public-key', id: bytes(id)})),
    authenticatorSelection: {residentKey: 'required', userVerification: 'required'},
    attestation: 'none',
    timeout: making.seconds * 1000,
  }});
  const enrolled = await ask('', {
    session,
    challenge: making.challenge,
    name: at('name').value,
    client_data: text(made.response.clientDataJSON),
    attestation: text(made.response.attestationObject),
  });
  at('name').value = '';
  show(enrolled.passkeys);
  if (enrolled.recovery) {
    fill(at('codes'), enrolled.recovery.map(one => document.createTextNode(one)));
    at('recovery').hidden = false;
  }
  tell('The passkey is enrolled.');
}

async function remove(id) {
  show((await ask('/' + encodeURIComponent(id) + '/removal', {session})).passkeys);
  tell('The passkey is removed here. Remove it from your device, too.');
}

function fill(list, lines) {
  list.replaceChildren(...lines.map(line => {
    const item = document.createElement('li');
    item.append(...[line].flat());
    return item;
  }));
}

function show(passkeys) {
  fill(at('list'), passkeys.map(one => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Remove';
    button.addEventListener('click', () => attempt(() => remove(one.id)));
    const used = one.last_used
      ? ', last used ' + new Date(one.last_used).toLocaleString() : ', never used';
    return [one.name + ', since ' + new Date(one.enrolled).toLocaleString() + used + ' ', button];
  }));
}

function begin() {
  if (!window.PublicKeyCredential) {
    tell('This browser has no passkeys here. Sign in with your password and a code of your app.');
    return;
  }
  at('use').hidden = false;
  at('prove').hidden = false;
  at('word').addEventListener('click', () => attempt(word));
  at('open').addEventListener('submit', event => { event.preventDefault(); attempt(open); });
  at('enrol').addEventListener('submit', event => { event.preventDefault(); attempt(enrol); });
}

begin();
