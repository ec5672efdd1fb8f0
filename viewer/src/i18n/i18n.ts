import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { vi } from './vi.ts';

export type AppLanguage = 'vi' | 'en';

const STORAGE_KEY = 'thapcanh.language';

function storedLanguage(): AppLanguage {
  return localStorage.getItem(STORAGE_KEY) === 'en' ? 'en' : 'vi';
}

export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: storedLanguage(),
    fallbackLng: 'vi',
    resources: { vi: { translation: vi }, en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = i18next.language;
}

export async function chooseLanguage(language: AppLanguage): Promise<void> {
  localStorage.setItem(STORAGE_KEY, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

export function currentLanguage(): AppLanguage {
  return i18next.language === 'en' ? 'en' : 'vi';
}
