import { escapeXml } from '../../onvif/xml-element.ts';

const NAMESPACES =
  'xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:ter="http://www.onvif.org/ver10/error" ' +
  'xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:tds="http://www.onvif.org/ver10/device/wsdl" ' +
  'xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tr2="http://www.onvif.org/ver20/media/wsdl" ' +
  'xmlns:tptz="http://www.onvif.org/ver20/ptz/wsdl" xmlns:tev="http://www.onvif.org/ver10/events/wsdl" ' +
  'xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" xmlns:wsa="http://www.w3.org/2005/08/addressing" ' +
  'xmlns:tns1="http://www.onvif.org/ver10/topics"';

export function envelope(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><s:Envelope ${NAMESPACES}><s:Header/><s:Body>${body}</s:Body></s:Envelope>`;
}

/** An element whose content is XML already. */
export function xml(name: string, content = '', attributes: Readonly<Record<string, string | number>> = {}): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  return `<${name}${written.join('')}>${content}</${name}>`;
}

/** An element with text. */
export function text(name: string, value: string | number): string {
  return xml(name, escapeXml(String(value)));
}

/** The device refuses; becomes a SOAP 1.2 fault. */
export class SoapFault extends Error {
  readonly subcode: string;

  constructor(subcode: string, message: string) {
    super(message);
    this.name = 'SoapFault';
    this.subcode = subcode;
  }

  toXml(): string {
    const code = xml('s:Code', text('s:Value', 's:Sender') + xml('s:Subcode', text('s:Value', this.subcode)));
    return xml('s:Fault', code + xml('s:Reason', xml('s:Text', escapeXml(this.message), { 'xml:lang': 'en' })));
  }
}
