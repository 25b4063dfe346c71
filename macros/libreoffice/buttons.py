"""The extension's half inside LibreOffice: a button starts xlreport's own Python and lets it in by a pipe made for that press.

Runs in the Python that belongs to LibreOffice and uses nothing but it. What the button does is in xlreport.live.ribbon.
"""

import os
import secrets
import subprocess
import threading

import uno
import unohelper
from com.sun.star.bridge import XInstanceProvider
from com.sun.star.task import XJobExecutor

EXTENSION = "org.xlreport.buttons"
# what LibreOffice sets for its own Python must not reach another one
OWN = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "LD_LIBRARY_PATH", "UNO_PATH")
AT_WORK = threading.Lock()


class Entrance(unohelper.Base, XInstanceProvider):
    """Hands the office's component context to whoever comes through the pipe."""

    def __init__(self, context):
        self.context = context

    def getInstance(self, name):
        return self.context


class Buttons(unohelper.Base, XJobExecutor):
    """`service:org.xlreport.Buttons?check` presses the button `check`."""

    def __init__(self, context):
        self.context = context

    def trigger(self, name):
        """Called in the office's main thread: starts the button and returns, so that the office can answer it."""
        if not AT_WORK.acquire(blocking=False):
            return  # pressed twice
        try:
            interpreter = self.interpreter()
            if not os.path.exists(interpreter):
                raise OSError(interpreter)
            document = self.service("com.sun.star.frame.Desktop").getCurrentComponent()
            pipe = "xlreport" + secrets.token_hex(12)
            acceptor = self.service("com.sun.star.connection.Acceptor")
            threading.Thread(target=self.let_in, args=(acceptor, pipe), daemon=True).start()
            process = subprocess.Popen(
                [interpreter, "-m", "xlreport.live", name, pipe, getattr(document, "RuntimeUID", "")],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                env={key: value for key, value in os.environ.items() if key not in OWN})
            threading.Thread(target=self.watch, args=(process, acceptor), daemon=True).start()
        except Exception as error:
            AT_WORK.release()
            self.tell("按钮没有启动：找不到 xlreport 的 Python（%s）。请重新运行 xlreport libreoffice install。" % error)

    def let_in(self, acceptor, pipe):
        """Waits for the button's process at the pipe and links it to this office."""
        try:
            connection = acceptor.accept("pipe,name=" + pipe)
            if connection is not None:
                self.service("com.sun.star.bridge.BridgeFactory").createBridge("", "urp", connection, Entrance(self.context))
        except Exception:  # the process ended before it came; watch says so
            pass

    def watch(self, process, acceptor):
        """Waits for the end of the button. It speaks for itself; only one that could not even start is spoken for."""
        errors = process.communicate()[1].decode("utf-8", "replace").strip()
        try:
            acceptor.stopAccepting()
        except Exception:
            pass
        AT_WORK.release()
        if process.returncode not in (0, -15):
            self.tell(errors.splitlines()[-1] if errors else "按钮没有启动（退出码 %s）。请重新运行 xlreport libreoffice install。" % process.returncode)

    def interpreter(self):
        """The Python of xlreport's environment, which `xlreport libreoffice install` wrote beside this file."""
        packages = self.context.getByName("/singletons/com.sun.star.deployment.PackageInformationProvider")
        folder = uno.fileUrlToSystemPath(packages.getPackageLocation(EXTENSION))
        with open(os.path.join(folder, "interpreter.txt"), encoding="utf-8") as stream:
            return stream.read().strip()

    def service(self, name):
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def tell(self, message):
        """One message box."""
        frame = self.service("com.sun.star.frame.Desktop").getCurrentFrame()
        toolkit = self.service("com.sun.star.awt.Toolkit")
        window = frame.getContainerWindow() if frame else None
        box = toolkit.createMessageBox(window, uno.Enum("com.sun.star.awt.MessageBoxType", "ERRORBOX"), 1, "xlreport", message)
        box.execute()
        box.dispose()


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Buttons, "org.xlreport.Buttons", ("com.sun.star.task.Job",))
