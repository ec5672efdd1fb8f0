import { childAt, numberAt, textAt, type XmlElement } from '../../onvif/xml-element.ts';
import type { SimulatedProfile } from './simulated-device-options.ts';
import type { SimulatedDeviceState } from './simulated-device-state.ts';
import { SoapFault, text, xml } from './soap-answer.ts';

/** The media service of a simulated device: version 1 (`trt`) or 2 (`tr2`). */
export function mediaOperations(
  device: SimulatedDeviceState,
  isMedia2: boolean,
): Record<string, (request: XmlElement) => string> {
  if (isMedia2 && device.options.hasMedia2 !== true) return {};
  const prefix = isMedia2 ? 'tr2' : 'trt';
  // Media 1 does not know H.265: such profiles are not there.
  const profiles = (): SimulatedProfile[] =>
    [...device.profiles.values()].filter(({ encoding }) => isMedia2 || encoding !== 'H265');
  const encoderOf = (profile: SimulatedProfile, name: string): string =>
    isMedia2 ? encoder2(profile, name) : encoder1(profile, name);

  const find = (token: string | undefined): SimulatedProfile => {
    const profile = profiles().find((one) => one.token === token);
    if (profile === undefined) throw new SoapFault('ter:NoProfile', 'no such profile');
    return profile;
  };
  const findEncoder = (token: string | undefined): SimulatedProfile => find(token?.replace(/^encoder-/, ''));
  const named = (operation: string, content = ''): string => xml(`${prefix}:${operation}Response`, content);

  const answers: Record<string, (request: XmlElement) => string> = {
    GetProfiles: () => {
      const all = profiles().map((profile) => {
        const ptz = device.options.hasPtz === true;
        const content = isMedia2
          ? xml(
              'tr2:Configurations',
              encoderOf(profile, 'tr2:VideoEncoder') + audio(profile, 'tr2:AudioEncoder') + (ptz ? xml('tr2:PTZ') : ''),
            )
          : encoderOf(profile, 'tt:VideoEncoderConfiguration') +
            audio(profile, 'tt:AudioEncoderConfiguration') +
            (ptz ? xml('tt:PTZConfiguration', text('tt:Name', 'ptz'), { token: 'ptz' }) : '');
        const name = text(isMedia2 ? 'tr2:Name' : 'tt:Name', profile.token);
        return xml(`${prefix}:Profiles`, name + content, { token: profile.token, fixed: 'true' });
      });
      return named('GetProfiles', all.join(''));
    },
    GetStreamUri: (request) => {
      const { streamUrl } = find(textAt(request, 'ProfileToken'));
      const uri = isMedia2 ? text('tr2:Uri', streamUrl) : xml('trt:MediaUri', text('tt:Uri', streamUrl));
      return named('GetStreamUri', uri);
    },
    SetVideoEncoderConfiguration: (request) => {
      const configuration = childAt(request, 'Configuration');
      const profile = findEncoder(configuration?.attributes.get('token'));
      const gopFrames = isMedia2
        ? Number(configuration?.attributes.get('GovLength'))
        : numberAt(configuration, 'H264', 'GovLength');
      const isWhole = numberAt(configuration, 'Resolution', 'Width') === profile.width;
      if (!isWhole || gopFrames === undefined || !(gopFrames >= 1 && gopFrames <= 400)) {
        throw new SoapFault('ter:ConfigModify', 'the configuration does not fit');
      }
      device.profiles.set(profile.token, { ...profile, gopFrames });
      return named('SetVideoEncoderConfiguration');
    },
  };
  if (isMedia2) {
    answers.GetVideoEncoderConfigurations = (request) =>
      named(
        'GetVideoEncoderConfigurations',
        encoderOf(findEncoder(textAt(request, 'ConfigurationToken')), 'tr2:Configurations'),
      );
  } else {
    answers.GetVideoEncoderConfiguration = (request) =>
      named(
        'GetVideoEncoderConfiguration',
        encoderOf(findEncoder(textAt(request, 'ConfigurationToken')), 'trt:Configuration'),
      );
  }
  return answers;
}

function encoder1(profile: SimulatedProfile, name: string): string {
  const rate =
    text('tt:FrameRateLimit', profile.fps) + text('tt:EncodingInterval', 1) + text('tt:BitrateLimit', profile.kbps);
  const codec = text('tt:GovLength', profile.gopFrames) + text('tt:H264Profile', 'High');
  return xml(
    name,
    text('tt:Name', `encoder-${profile.token}`) +
      text('tt:UseCount', 1) +
      text('tt:Encoding', profile.encoding) +
      resolution(profile) +
      text('tt:Quality', 4) +
      xml('tt:RateControl', rate) +
      (profile.encoding === 'H264' ? xml('tt:H264', codec) : '') +
      text('tt:SessionTimeout', 'PT60S'),
    { token: `encoder-${profile.token}` },
  );
}

function encoder2(profile: SimulatedProfile, name: string): string {
  const rate = text('tt:FrameRateLimit', profile.fps) + text('tt:BitrateLimit', profile.kbps);
  return xml(
    name,
    text('tt:Name', `encoder-${profile.token}`) +
      text('tt:UseCount', 1) +
      text('tt:Encoding', profile.encoding) +
      resolution(profile) +
      xml('tt:RateControl', rate, { ConstantBitRate: 'false' }) +
      text('tt:Quality', 4),
    { token: `encoder-${profile.token}`, GovLength: profile.gopFrames, Profile: 'High' },
  );
}

function resolution({ width, height }: SimulatedProfile): string {
  return xml('tt:Resolution', text('tt:Width', width) + text('tt:Height', height));
}

function audio({ audio: encoding, token }: SimulatedProfile, name: string): string {
  return encoding === undefined ? '' : xml(name, text('tt:Encoding', encoding), { token: `audio-${token}` });
}
