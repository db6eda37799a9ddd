//! What only Android can do, asked for in its own language: <https://developer.android.com/reference>. What it refuses is
//! logged, and Kith goes on without.

use crate::shell::window::Front;
use dioxus_desktop::wry::prelude::dispatch;
use jni::JNIEnv;
use jni::errors::Result;
use jni::objects::{GlobalRef, JObject, JString, JValue};
use std::sync::OnceLock;

/// Held as long as Kith lives: Android ends it once nobody does.
static HEARING: OnceLock<GlobalRef> = OnceLock::new();

/// Opens Android's sheet for sharing words.
pub fn share(words: String) {
    ask("share", move |env, activity| {
        let action = env.new_string("android.intent.action.SEND")?;
        let intent = env.new_object("android/content/Intent", "(Ljava/lang/String;)V", &[JValue::Object(&action)])?;
        let kind = env.new_string("text/plain")?;
        let set = "(Ljava/lang/String;)Landroid/content/Intent;";
        env.call_method(&intent, "setType", set, &[JValue::Object(&kind)])?;
        let (name, words) = (env.new_string("android.intent.extra.TEXT")?, env.new_string(&words)?);
        let put = "(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;";
        env.call_method(&intent, "putExtra", put, &[JValue::Object(&name), JValue::Object(&words)])?;
        let choose = "(Landroid/content/Intent;Ljava/lang/CharSequence;)Landroid/content/Intent;";
        let untitled = JObject::null();
        let given = [JValue::Object(&intent), JValue::Object(&untitled)];
        let chooser = env.call_static_method("android/content/Intent", "createChooser", choose, &given)?.l()?;
        env.call_method(activity, "startActivity", "(Landroid/content/Intent;)V", &[JValue::Object(&chooser)])?;
        Ok(())
    });
}

/// Brings the link that opened Kith, once.
pub fn bring_tapped(front: Front) {
    ask("tapped link", move |env, activity| {
        let intent = env.call_method(activity, "getIntent", "()Landroid/content/Intent;", &[])?.l()?;
        if intent.is_null() {
            return Ok(());
        }
        let link = JString::from(env.call_method(&intent, "getDataString", "()Ljava/lang/String;", &[])?.l()?);
        if link.is_null() {
            return Ok(());
        }
        let link = String::from(env.get_string(&link)?);
        let none = JObject::null();
        let set = "(Landroid/net/Uri;)Landroid/content/Intent;";
        env.call_method(&intent, "setData", set, &[JValue::Object(&none)])?;
        front.come(Some(link));
        Ok(())
    });
}

/// Has the phone hear what is sent to all on the same Wi-Fi, by which devices find each other.
pub fn hear_all() {
    ask("multicast", |env, activity| {
        if HEARING.get().is_some() {
            return Ok(());
        }
        let service = env.new_string("wifi")?;
        let get = "(Ljava/lang/String;)Ljava/lang/Object;";
        let wifi = env.call_method(activity, "getSystemService", get, &[JValue::Object(&service)])?.l()?;
        let tag = env.new_string("kith")?;
        let create = "(Ljava/lang/String;)Landroid/net/wifi/WifiManager$MulticastLock;";
        let lock = env.call_method(&wifi, "createMulticastLock", create, &[JValue::Object(&tag)])?.l()?;
        env.call_method(&lock, "acquire", "()V", &[])?;
        drop(HEARING.set(env.new_global_ref(&lock)?));
        Ok(())
    });
}

/// Asks on the thread on which Android answers.
fn ask(what: &'static str, question: impl FnOnce(&mut JNIEnv<'_>, &JObject<'_>) -> Result<()> + Send + 'static) {
    dispatch(move |env, activity, _| {
        if let Err(error) = question(env, activity) {
            tracing::warn!(what, %error, "Android did not do it");
            // What was thrown and not taken back would end the next question, and with it the app.
            drop(env.exception_clear());
        }
    });
}
